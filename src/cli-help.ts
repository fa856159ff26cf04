import { builtIn } from './assignment/built-in.ts'
import { version } from './version.ts'

export const help = `gradproof ${version}: checks a gradient, and says what is wrong with it

usage
  gradproof check SUBMISSION... [options]   check submissions: files (.ts .js .mjs .py
                                            .ipynb) or folders
  gradproof assignments                     list the assignments and what each asks for

options of check
  --assignment NAME         which assignment, or a path to a module of one  (linear-rnn)
  --seed N                  seed of every generated problem                 (1)
  --runs N                  generated problems per law                      (100)
  --reporter NAME[=FILE]    pretty or json, into FILE or standard output    (pretty)
                            may be given several times
  --sandbox NAME            auto, bwrap, permissions or none: how untrusted
                            code is confined                                (auto)
  --timeout SECONDS         wall-clock limit of one submission              (60)
  --memory MIB              memory limit of one submission                  (512)
  --python PATH             the interpreter for Python submissions          (python3)
  --hints NAME              none, gentle (a question that leads to the mistake)
                            or full (the formula as well)                   (gentle)
  --help, --version

exit codes
  0  everything passed
  1  something failed or was inconclusive
  2  wrong usage or unreadable input
  3  gradproof itself could not do its work

example
  gradproof check student.py --reporter json=report.json
`

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
