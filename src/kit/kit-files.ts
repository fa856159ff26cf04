import { runScript, setupScript } from './gradescope.ts'
import { type Kit, solutionName, submissionName } from './kit.ts'
import { packageJson } from './package-json.ts'
import { pythonStub } from './python-stub.ts'
import { instructorReadme, studentReadme } from './readme.ts'
import { typescriptStub } from './typescript-stub.ts'
import { workflow } from './workflow.ts'

export interface KitFile {
  /** Relative to the kit's folder, with `/` between its parts. */
  readonly path: string
  readonly text: string
  readonly executable?: true
}

/** A starter kit: all that a student gets, and below `instructor` what they do not. */
export function kitFiles(kit: Kit): KitFile[] {
  const stub = kit.language === 'ts' ? typescriptStub(kit) : pythonStub(kit)
  return [
    { path: 'README.md', text: studentReadme(kit) },
    { path: submissionName(kit), text: stub },
    { path: 'package.json', text: packageJson(kit) },
    { path: '.gitignore', text: 'node_modules/\n' },
    { path: '.github/workflows/check.yml', text: workflow(kit) },
    { path: 'instructor/README.md', text: instructorReadme(kit) },
    { path: `instructor/${solutionName(kit)}`, text: stub },
    { path: 'instructor/gradescope/setup.sh', text: setupScript(kit), executable: true },
    { path: 'instructor/gradescope/run_autograder', text: runScript(kit), executable: true },
  ]
}
