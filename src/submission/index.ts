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
export { holdsSeveral } from './choose-entry.ts'
export { isIgnored, isSource } from './read-files.ts'
export { readSubmission, type SubmissionSource } from './read-submission.ts'
export type { CallRequest, Session } from './session.ts'
