import { expectRight } from './right.ts'

expectRight('gru')
