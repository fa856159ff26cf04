import { type Kit, submissionName } from './kit.ts'

const numpyStep = `      - name: Install numpy
        run: sudo apt-get update && sudo apt-get install -y --no-install-recommends python3-numpy
`

/** A workflow for GitHub Actions: annotations and a summary on every push. */
export const workflow = (kit: Kit): string => `name: check

on: [push, pull_request]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
${kit.language === 'python' ? numpyStep : ''}      - run: npm install
      - run: npx gradproof check ${submissionName(kit)} --assignment ${kit.assignment} --reporter github
`
