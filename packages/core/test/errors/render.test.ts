import { describe, expect, it } from '@jest/globals'
import type { Problem } from '../../src/errors/faninError.js'
import { problemToJson } from '../../src/errors/problemToJson.js'
import { renderProblem, renderProblems } from '../../src/errors/render.js'

/** A problem that stands at the first occurrence of `marked` in the text. */
const problemAt = (text: string, marked: string, name = 'cnn.yaml'): Problem => {
  const start = text.indexOf(marked)
  return {
    code: 'FANIN_UNKNOWN_TYPE',
    message: 'There is no initializer called "he_uniform".',
    hint: 'Did you mean "heUniform"?',
    place: { source: { name, text }, start, end: start + marked.length },
  }
}

/** The lines of the frame alone. */
const frameOf = (problem: Problem): string[] =>
  renderProblem(problem)
    .split('\n')
    .filter((line) => /^ *\d* \|/.test(line))
    .map((line) => line.slice(2))

describe('renderProblem', () => {
  it('shows place, code, message, the lines around and what to do', () => {
    const text = 'initializers:\n  kernel: he_uniform\n  bias: zeros\nseeds: 1\n'
    expect(renderProblem(problemAt(text, 'he_uniform'))).toBe(
      [
        'cnn.yaml:2:11  FANIN_UNKNOWN_TYPE',
        '  There is no initializer called "he_uniform".',
        '',
        '  1 | initializers:',
        '  2 |   kernel: he_uniform',
        '    |           ^^^^^^^^^^',
        '  3 |   bias: zeros',
        '',
        '  → Did you mean "heUniform"?',
      ].join('\n'),
    )
  })

  it('shows no frame for a problem without a place or in an empty text', () => {
    const { place: _, ...placeless } = problemAt('a', 'a')
    const body = '  There is no initializer called "he_uniform".\n  → Did you mean "heUniform"?'
    expect(renderProblem(placeless)).toBe(`FANIN_UNKNOWN_TYPE\n${body}`)
    expect(renderProblem(problemAt('', ''))).toBe(`cnn.yaml:1:1  FANIN_UNKNOWN_TYPE\n${body}`)
  })

  it('aligns line numbers of different lengths', () => {
    const text = Array.from({ length: 12 }, (_, i) => `key${i + 1}: 1`).join('\n')
    expect(frameOf(problemAt(text, 'key10'))).toEqual([' 9 | key9: 1', '10 | key10: 1', '   | ^^^^^', '11 | key11: 1'])
  })

  it('marks the first line of a place that goes over several', () => {
    expect(frameOf(problemAt('a: 1\nb:\n  c: 1\n', 'b:\n  c: 1'))).toEqual([
      '1 | a: 1',
      '2 | b:',
      '  | ^^',
      '3 |   c: 1',
    ])
  })

  it('marks the end of a text', () => {
    const problem = problemAt('a: [1,\n', '')
    const place = { ...(problem.place as NonNullable<Problem['place']>), start: 7, end: 7 }
    expect(frameOf({ ...problem, place })).toEqual(['1 | a: [1,', '2 |', '  | ^'])
  })

  it('marks the first line of a text, even an empty one', () => {
    expect(frameOf(problemAt('a: 1\nb: 2\n', 'a'))).toEqual(['1 | a: 1', '  | ^', '2 | b: 2'])
    expect(frameOf(problemAt('\na: 1\n', ''))).toEqual(['1 |', '  | ^', '2 | a: 1'])
  })

  it('keeps the mark under its place behind tabs, wide characters and Windows line ends', () => {
    expect(frameOf(problemAt('a:\r\n\tb: 1\r\n', 'b'))).toEqual(['1 | a:', '2 |   b: 1', '  |   ^'])
    expect(frameOf(problemAt('日本: x', 'x'))).toEqual(['1 | 日本: x', '  |       ^'])
  })

  it('cuts long lines around the place', () => {
    const frame = frameOf(problemAt(`a: ${'x'.repeat(500)}!${'y'.repeat(500)}`, '!'))
    expect(frame).toEqual([`1 | …${'x'.repeat(50)}!${'y'.repeat(49)}…`, `  | ${' '.repeat(51)}^`])
  })

  it('keeps the mark inside a long line that it covers', () => {
    expect(frameOf(problemAt(`a: ${'x'.repeat(500)}`, 'x'.repeat(500)))[1]).toBe(`  |    ${'^'.repeat(97)}`)
  })

  it('cuts between characters, not through them', () => {
    const frame = frameOf(problemAt(`${'😀'.repeat(200)}!${'😀'.repeat(200)}`, '!'))
    expect(frame[0]).toMatch(/^1 \| …(😀)+!(😀)+…$/)
  })

  it('shows a window of a line as long as a file may be', () => {
    expect(renderProblem(problemAt(`${'x'.repeat(1_000_000)}!`, '!')).length).toBeLessThan(1000)
  })

  it('spells out what would steer a terminal or forge a line, in every part', () => {
    const evil = 'a\u001b[2Jb\u009b1mc\u202ed\u2028e\ud800f\u0007'
    const problem = { ...problemAt(`key: ${evil}`, evil, `x\u001b.yaml`), message: `No "${evil}\nforged".`, hint: evil }
    const text = renderProblem(problem)
    expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029]/u)
    expect(text).not.toMatch(/^forged/m)
    expect(text).toContain('x\\u{1b}.yaml:1:6')
    expect(text).toContain('key: a\\u{1b}[2Jb\\u{9b}1mc\\u{202e}d\\u{2028}e\\u{d800}f\\u{7}')
    expect(text).toContain('\\nforged')
  })
})

describe('renderProblems', () => {
  const problem = problemAt('a: 1', 'a')

  it('puts a blank line between problems', () => {
    const one = renderProblem(problem)
    expect(renderProblems([problem, problem])).toBe(`${one}\n\n${one}`)
  })

  it('shows at most the limit and says how many more there are', () => {
    const text = renderProblems(Array<Problem>(23).fill(problem))
    expect(text.match(/FANIN_UNKNOWN_TYPE/g)).toHaveLength(20)
    expect(text).toMatch(/\n\n\.\.\. and 3 more problems\.$/)
    expect(renderProblems([problem, problem], 1)).toMatch(/\.\.\. and 1 more problem\.$/)
  })
})

describe('problemToJson', () => {
  it('gives the place as file, line and column', () => {
    expect(problemToJson(problemAt('a:\n  b: 1', 'b'))).toEqual({
      code: 'FANIN_UNKNOWN_TYPE',
      message: 'There is no initializer called "he_uniform".',
      hint: 'Did you mean "heUniform"?',
      file: 'cnn.yaml',
      line: 2,
      column: 3,
    })
  })

  it('has no place where the problem has none', () => {
    expect(problemToJson({ code: 'FANIN_USAGE', message: 'm', hint: 'h' })).toEqual({
      code: 'FANIN_USAGE',
      message: 'm',
      hint: 'h',
    })
  })
})
