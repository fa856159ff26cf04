export { HarnessError } from './contract.ts'
export type {
  Argument,
  CallOutcome,
  ErrorKind,
  FunctionSpec,
  FunctionStatus,
  Language,
  Returned,
  SandboxChoice,
  SubmissionError,
  SubmissionIdentity,
  SubmissionOptions,
  Tensor,
} from './contract.ts'
export { openSubmission, type Opened } from './open.ts'
export { holdsSeveral, isIgnored, isSource, readSubmission, type SubmissionSource } from './read.ts'
export type { CallRequest, Session } from './session.ts'
