import { builtIn } from '../assignment/built-in.ts'
import { version } from '../version.ts'

const usage = {
  check: `  gradproof check SUBMISSION... [options]   check submissions: files (.ts .js .mjs .py
                                            .ipynb) or folders`,
  grade: `  gradproof grade FOLDER [options]          check a class: every submission below FOLDER;
                                            run again, it goes on where it was`,
  merge: `  gradproof merge RESULTS... [options]      one report of the shards of a class, from
                                            their --out folders`,
  init: `  gradproof init FOLDER [options]           a starter kit to hand to students`,
  assignments: `  gradproof assignments                     list the assignments and what each asks for`,
} as const

type CommandName = keyof typeof usage

const reporterOption = `  --reporter NAME[=FILE]    pretty, json, junit, gradescope, github,
                            markdown, csv or html, into FILE or standard
                            output; may be given several times              (pretty)`

const assignmentOption = `  --assignment NAME         which assignment, or the path of a module that
                            exports one                                     (linear-rnn)`

const checkingOptions = `${assignmentOption}
  --seed N                  seed of every generated problem                 (1)
  --runs N                  generated problems per law                      (100)
${reporterOption}
  --sandbox NAME            auto, bwrap, permissions or none: how untrusted
                            code is confined                                (auto)
  --timeout SECONDS         wall-clock limit of one submission              (60)
  --memory MIB              memory limit of one submission                  (512)
  --python PATH             the interpreter for Python submissions          (python3)
  --hints NAME              none, gentle (a question that leads to the mistake)
                            or full (the formula as well)                   (gentle)`

const checkOptions = `  --visibility NAME         when Gradescope shows the laws to the student:
                            visible, hidden, after_due_date or
                            after_published                                 (visible)`

const gradeOptions = `  --jobs N                  submissions at a time                     (number of cores)
  --out FOLDER              where results are kept, a file each   (gradproof-results)
  --shard I/N               this machine's part of the class                (1/1)
  --layout NAME             folders: each folder directly below FOLDER is a
                            submission; files: each source file is; auto: a
                            folder is, unless several of its files define
                            functions of the assignment                     (auto)
  --starter PATH            the code that the students were given, which makes
                            nobody's submission like another's
  --per-student             each submission gets a seed of its own, made from its
                            name, --seed and a key (GRADPROOF_KEY)
  --key-file FILE           the key is in FILE instead`

const languageOption = `  --language NAME           ts or python                                        (python)`

const exitCodes = `exit codes
  0  everything passed; of grade and merge: every submission has a report
  1  something failed or was inconclusive
  2  wrong usage or unreadable input
  3  gradproof itself could not do its work`

export const help = `gradproof ${version}: checks a gradient, and says what is wrong with it

usage
${Object.values(usage).join('\n')}
  gradproof COMMAND --help                  the options of one of them

options of check and grade
${checkingOptions}
  --help, --version

options of check alone
${checkOptions}

options of grade
${gradeOptions}
--reporter is an option of merge as well.

options of init
${languageOption}
  --assignment NAME         as above                                        (linear-rnn)

${exitCodes}

examples
  gradproof check student.py --reporter json=report.json
  gradproof grade submissions --jobs 4 --reporter pretty --reporter json=class.json
`

const optionsOf: Readonly<Record<CommandName, readonly string[]>> = {
  check: [checkingOptions, checkOptions],
  grade: [checkingOptions, gradeOptions],
  merge: [reporterOption],
  init: [languageOption, assignmentOption],
  assignments: [],
}

/** The help of one command; of all where there is no such command. */
export function helpOf(name: string): string {
  if (!Object.hasOwn(usage, name)) return help
  const command = name as CommandName
  const options = optionsOf[command].join('\n')
  const parts = [`usage\n${usage[command]}`, options && `options\n${options}`, exitCodes]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

export const assignmentList = (): string =>
  builtIn
    .map(({ outline: { name, title, functions } }) =>
      [
        `${name}: ${title}`,
        ...functions.map(
          (each) => `  ${each.name}(${each.parameters.join(', ')}) -> ${each.returns}`,
        ),
      ].join('\n'),
    )
    .join('\n\n')
