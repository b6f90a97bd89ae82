import { describe, expect, it } from '@jest/globals'
import { main } from '../src/main.js'

const explained = async (name: string) => {
  let stdout = ''
  const into = { write: (text: string) => (stdout += text) }
  const exitCode = await main(['explain', name], { stdout: into, stderr: into })
  return { exitCode, stdout }
}

describe('fanin explain', () => {
  it.each([
    ['training.epochs', /^training\.epochs \(key\)\nPasses over the training data\.\nValues: integer$/m],
    ['margin', /^gate\.metrics\.margin \(key\)$/m],
    ['sweep', /^What differs between arms\..*^grid +object/ms],
    ['training.loss', /a name, or an object with `type`/],
    ['FANIN_STUDY_BUSY', /^Another process runs the study\.\n→ Wait/m],
  ])('knows %s', async (name, says) => {
    expect(await explained(name)).toEqual({ exitCode: 0, stdout: expect.stringMatching(says) })
  })

  it('answers an unknown word with one suggestion, and not with all names', async () => {
    const { stdout } = await explained('epcohs')
    expect(stdout).toContain('Did you mean "epochs"?')
    expect(stdout).not.toContain('heUniform')
  })
})
