import type { Readable } from 'node:stream'
import { printableLines } from '../printable.ts'

/** Enough to see what a student prints; the rest is read and dropped, so that nobody waits. */
const keptBytes = 64 * 1024

/** What the processes of a submission wrote to standard output and standard error. */
export class OutputCapture {
  private readonly kept: Buffer[] = []
  private left = keptBytes
  private dropped = 0

  take(stream: Readable): void {
    stream.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, this.left)
      if (part.length > 0) this.kept.push(Buffer.from(part))
      this.left -= part.length
      this.dropped += chunk.length - part.length
    })
    stream.on('error', () => {})
  }

  includes(text: string): boolean {
    return Buffer.concat(this.kept).includes(text)
  }

  /** Escaped, and with a note where it was cut. */
  text(): string {
    const text = printableLines(Buffer.concat(this.kept).toString('utf8'))
    return this.dropped === 0 ? text : `${text}\n… (${this.dropped} bytes more)\n`
  }
}
