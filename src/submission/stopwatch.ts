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
    return this.elapsed >= this.totalMs
  }

  /** Goes on, with another limit for each step; it may be running. */
  start(stepMs: number): void {
    this.stop()
    this.stepMs = stepMs
    this.startedAt = performance.now()
    this.progressAt = this.startedAt
    this.arm()
  }

  /** Time that was taken elsewhere on this account. */
  spend(ms: number): void {
    this.used += ms
  }

  progress(): void {
    this.progressAt = performance.now()
  }

  stop(): void {
    if (this.timer === undefined) return
    this.used = this.elapsed
    clearTimeout(this.timer)
    this.timer = undefined
  }

  get elapsed(): number {
    return this.timer === undefined ? this.used : this.used + performance.now() - this.startedAt
  }

  /** Of the whole. */
  get left(): number {
    return Math.max(this.totalMs - this.elapsed, 0)
  }

  private leftOfStep(): number {
    return Math.min(this.progressAt + this.stepMs - performance.now(), this.left)
  }

  /** Progress only moves the deadline: the timer looks again when it rings. */
  private arm(): void {
    this.timer = setTimeout(
      () => {
        if (this.leftOfStep() > 0) this.arm()
        else this.expired()
      },
      Math.max(this.leftOfStep(), 0) + 1,
    )
  }
}
