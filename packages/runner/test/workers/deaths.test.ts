import { expect, it } from '@jest/globals'
import { endOfDeath } from '../../src/workers/deaths.js'

const messageOf = (output: string): string => endOfDeath({ code: null, signal: 'SIGKILL', output }).message

it('quotes the last words of a worker, and not what TensorFlow says in passing', () => {
  const greeting = 'I0000 00:00:1.2 77 port.cc:153] oneDNN is on: different floating-point round-off errors.'
  const bare = 'The worker was ended by SIGKILL before the trial had a result.'
  expect(messageOf(`WARNING: All log messages before an error\n${greeting}\n`)).toBe(bare)
  expect(messageOf(`${greeting}\nfatal: out of luck\nbye\n`)).toBe(`${bare} It last said: "fatal: out of luck".`)
})

it('cuts words that are too many', () => {
  expect(messageOf(`error ${'x'.repeat(500)}`)).toMatch(/"error x{194}…"\.$/)
})
