import { expectRight } from './right.ts'

expectRight('elman-rnn')
