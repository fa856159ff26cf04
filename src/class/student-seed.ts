import { createHmac } from 'node:crypto'

/** What can be guessed is no key: 16 characters of base 16 are 64 bits. */
export const shortestKey = 16

const digest = (key: string, ...parts: readonly (string | number)[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest()

/**
 * The seed of one student's problems, from 0 to 2³² − 1: who does not have the key (RFC 2104's HMAC with SHA-256)
 * cannot tell it from the name of the submission, nor from the seeds of others.
 */
export const studentSeed = (key: string, seed: number, name: string): number =>
  digest(key, 'seed', seed, name).readUInt32BE()

/** Tells two keys apart and says nothing of either. */
export const keyMark = (key: string): string => digest(key, 'mark').toString('hex').slice(0, 16)
