import type { Kit } from './kit.ts'

/**
 * What Gradescope runs once, as root, while it builds the autograder's image: Ubuntu's own Node is too old, so a current
 * one comes from NodeSource. Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
 */
export const setupScript = ({ version }: Kit): string => `#!/usr/bin/env bash
set -euo pipefail

apt-get update
apt-get install -y --no-install-recommends curl ca-certificates python3 python3-numpy bubblewrap
curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
apt-get install -y --no-install-recommends nodejs
npm install --prefix /autograder/source gradproof@${version}
`

/** What Gradescope runs for each submission; wrong code is no failure of the autograder. */
export const runScript = ({ assignment, ownModule }: Kit): string => `#!/usr/bin/env bash
set -u

root=\${AUTOGRADER:-/autograder}
PATH=$root/source/node_modules/.bin:$PATH
gradproof check "$root/submission" \\
  --assignment ${ownModule ? `"$root/source/${assignment}"` : assignment} \\
  --reporter gradescope="$root/results/results.json" \\
  --reporter pretty
[ $? -le 1 ]
`
