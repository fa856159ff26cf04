import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { printable, printableLines } from '../src/printable.ts'

const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

test('no control, format or unpaired character is left of any text', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(dangerous)
      expect(printableLines(text).replaceAll('\n', '')).not.toMatch(dangerous)
    }),
  )
})

test('what is left can be read', () => {
  expect(printable('Größe 数 😀')).toBe('Größe 数 😀')
  expect(printable('a\r\nb\u001b[2J\u202e\ud800')).toBe(String.raw`a ⏎ b\u001b[2J\u202e\ud800`)
})

test('nothing in it is a command to the system that runs the checks', () => {
  expect(printable('::add-mask::x')).toBe(String.raw`\u003a:add-mask::x`)
  expect(printable(' \n ::error::x')).toBe('  ⏎  ::error::x')
  expect(printable('  ::error::x')).toBe(String.raw`  \u003a:error::x`)
  expect(printable('a ##[add-mask]x')).toBe(String.raw`a \u0023#[add-mask]x`)
  expect(printableLines('a\n\t::error::x')).toBe('a\n' + String.raw`\u0009::error::x`)
  expect(printableLines('a\n ::error::x')).toBe('a\n' + String.raw` \u003a:error::x`)
  expect(printable('std::vector')).toBe('std::vector')
})

test('long text is cut with a note', () => {
  expect(printable('abcdef', 3)).toBe('abc … (3 characters more)')
})
