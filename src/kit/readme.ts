import { type Kit, solutionName, submissionName } from './kit.ts'

const needs = ({ language }: Kit): string =>
  language === 'python' ? 'Node 20.19 or later, and python3 with numpy' : 'Node 20.19 or later'

/** For the student. */
export const studentReadme = (kit: Kit): string => `# ${kit.title}

\`\`\`sh
npm install
npm test
\`\`\`

The first command is needed once; the second checks \`${submissionName(kit)}\` and prints what holds, what does not, and the
smallest problem on which it does not. Needed are ${needs(kit)}.

Write the functions in \`${submissionName(kit)}\`:

| function | returns |
| --- | --- |
${kit.functions.map(({ name, parameters, returns }) => `| \`${name}(${parameters.join(', ')})\` | ${returns} |`).join('\n')}

Each function is checked on right inputs, so they can be written in any order. More problems than the default 100:
\`npm test -- --runs 1000\`; other ones: \`npm test -- --seed 2\`.
`

const gradescopeFiles = ({ assignment, ownModule }: Kit): string =>
  ['setup.sh', 'run_autograder', ...(ownModule ? [`../../${assignment}`] : [])].join(' ')

/** For the instructor. */
export const instructorReadme = (kit: Kit): string => `# For the instructor

Not for handing out: remove this folder from what students get.

- \`${solutionName(kit)}\` is the template for your own solution. \`npm run solution\` checks it: it should reach full points before
  students see the assignment.
- \`gradescope/\` is an autograder for Gradescope. Make the archive that it asks for with
  \`cd gradescope && zip -j autograder.zip ${gradescopeFiles(kit)}\`; students hand in \`${submissionName(kit)}\`.
- A class that was handed in as files or folders is graded with
  \`npx gradproof grade FOLDER --assignment ${kit.assignment} --reporter html=class.html\`.
`
