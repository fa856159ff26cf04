import { expectNoAlarms, group } from './smooth.ts'

expectNoAlarms(group(1))
