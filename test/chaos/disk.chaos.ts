import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { scratch } from '../cli.js'
import { fanin, studyIn } from '../process.js'
import { experiment, resultsIn } from './study.js'

const here = scratch({ 'many.yaml': experiment(20, 2), 'mount/here': '' })
afterAll(here.remove)

const program = fileURLToPath(new URL('../../packages/cli/bin/fanin.js', import.meta.url))
const command = `node ${program} run ${here.path('many.yaml')} --out ${here.path('mount/runs')} --quiet`

/** Runs a shell script in a file system name space of its own, where it may mount what it likes. */
const inOwnMounts = (script: string): { stdout: string; status: number | null; stderr: string } =>
  spawnSync('unshare', ['-Urm', 'bash', '-c', script], { encoding: 'utf8', timeout: 120_000 })

const canMount = inOwnMounts(`mount -t tmpfs -o size=64k tmpfs ${here.path('mount')}`).status === 0
const maybe = canMount ? describe : describe.skip
if (!canMount) process.stderr.write('Full and read-only disks are not tested: this system lets nobody mount.\n')

/** 16 sizes, from less than the first file to more than all of them. */
const sizes = Array.from({ length: 16 }, (_, i) => 16 + i * 40)

maybe('a study on a small disk', () => {
  const undisturbed = fanin('run', here.path('many.yaml'), '--out', here.path('calm'), '--quiet').then(() =>
    resultsIn(studyIn(here.path('calm'))),
  )

  it.each(sizes)('of %s KiB ends clearly, keeps its results, and is resumed when there is space', async (size) => {
    const calm = await undisturbed
    const kept = here.path(`kept-${size}`)
    const { stdout, stderr } = inOwnMounts(`
      mount -t tmpfs -o size=${size}k tmpfs ${here.path('mount')}
      ${command} > /dev/null; echo "first $?"
      mkdir -p ${kept} && cp -r ${here.path('mount/runs')} ${kept}/before 2> /dev/null
      mount -o remount,size=64m ${here.path('mount')}
      ${command} > /dev/null; echo "second $?"
      cp -r ${here.path('mount/runs')} ${kept}/after`)
    expect(stdout).toMatch(/first [02]\nsecond 0/)
    if (stdout.includes('first 2')) expect(stderr).toMatch(/FANIN_STUDY_FOLDER[\s\S]*no space left/)
    const before = resultsIn(studyIn(`${kept}/before`))
    expect(calm).toMatchObject(before)
    expect(resultsIn(studyIn(`${kept}/after`))).toEqual(calm)
  })

  it('that is read-only ends before any training', () => {
    const { stdout, stderr } = inOwnMounts(`
      mount -t tmpfs -o ro tmpfs ${here.path('mount')}
      ${command}; echo "end $?"`)
    expect(stdout).toBe('end 2\n')
    expect(stderr).toMatch(/FANIN_STUDY_FOLDER[\s\S]*read-only/)
  })
})
