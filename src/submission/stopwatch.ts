/**
 * The time that a submission may take in all, counted while it works and not while the judge does,
 * and the time that one step of it may take.
 */
export class Stopwatch {
  private timer: NodeJS.Timeout | undefined
  private used = 0
  private startedAt = 0
  private progressAt = 0
  private readonly totalMs: number
  private stepMs = 0
  private readonly expired: () => void

  constructor(totalMs: number, expired: () => void) {
    this.totalMs = totalMs
    this.expired = expired
  }

  /** Whether the limit of the whole is reached, not that of a step alone. */
  get exhausted(): boolean {
    return this.elapsed() >= this.totalMs
  }

  /** Goes on, with another limit for each step; it may be running. */
  start(stepMs: number): void {
    this.stop()
    this.stepMs = stepMs
    this.startedAt = performance.now()
    this.progressAt = this.startedAt
    this.arm()
  }

  progress(): void {
    this.progressAt = performance.now()
  }

  stop(): void {
    if (this.timer === undefined) return
    this.used = this.elapsed()
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private elapsed(): number {
    return this.timer === undefined ? this.used : this.used + performance.now() - this.startedAt
  }

  private left(): number {
    const step = this.progressAt + this.stepMs - performance.now()
    return Math.min(step, this.totalMs - this.elapsed())
  }

  /** Progress only moves the deadline: the timer looks again when it rings. */
  private arm(): void {
    this.timer = setTimeout(
      () => {
        if (this.left() > 0) this.arm()
        else this.expired()
      },
      Math.max(this.left(), 0) + 1,
    )
  }
}
