import { builtIn } from '../assignment/built-in.ts'
import { version } from '../version.ts'

export const help = `gradproof ${version}: checks a gradient, and says what is wrong with it

usage
  gradproof check SUBMISSION... [options]   check submissions: files (.ts .js .mjs .py
                                            .ipynb) or folders
  gradproof grade FOLDER [options]          check a class: every submission below FOLDER;
                                            run again, it goes on where it was
  gradproof merge RESULTS... [options]      one report of the shards of a class, from
                                            their --out folders
  gradproof init FOLDER [options]           a starter kit to hand to students
  gradproof assignments                     list the assignments and what each asks for

options of check and grade
  --assignment NAME         which assignment, or the path of a module that
                            exports one                                     (linear-rnn)
  --seed N                  seed of every generated problem                 (1)
  --runs N                  generated problems per law                      (100)
  --reporter NAME[=FILE]    pretty, json, junit, gradescope, github,
                            markdown, csv or html, into FILE or standard
                            output; may be given several times              (pretty)
  --sandbox NAME            auto, bwrap, permissions or none: how untrusted
                            code is confined                                (auto)
  --timeout SECONDS         wall-clock limit of one submission              (60)
  --memory MIB              memory limit of one submission                  (512)
  --python PATH             the interpreter for Python submissions          (python3)
  --hints NAME              none, gentle (a question that leads to the mistake)
                            or full (the formula as well)                   (gentle)
  --help, --version

options of check alone
  --visibility NAME         when Gradescope shows the laws to the student:
                            visible, hidden, after_due_date or
                            after_published                                 (visible)

options of grade
  --jobs N                  submissions at a time                     (number of cores)
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
  --key-file FILE           the key is in FILE instead
--reporter is an option of merge as well.

options of init
  --language NAME           ts or python                                        (python)
  --assignment NAME         as above                                        (linear-rnn)

exit codes
  0  everything passed; of grade and merge: every submission has a report
  1  something failed or was inconclusive
  2  wrong usage or unreadable input
  3  gradproof itself could not do its work

examples
  gradproof check student.py --reporter json=report.json
  gradproof grade submissions --jobs 4 --reporter pretty --reporter json=class.json
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
