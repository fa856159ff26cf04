export type { Matrix } from './numpy/matrix.ts'
