import { type Kit, solutionName, submissionName } from './kit.ts'

export function packageJson(kit: Kit): string {
  const check = (file: string) => `gradproof check ${file} --assignment ${kit.assignment}`
  const manifest = {
    private: true,
    type: 'module',
    scripts: {
      test: check(submissionName(kit)),
      solution: check(`instructor/${solutionName(kit)}`),
    },
    devDependencies: { gradproof: `^${kit.version}` },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
