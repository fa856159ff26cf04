import { expectRight } from './right.ts'

expectRight('lstm')
