import { existsSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { stream } from '@fanin/core'
import { defineDataset } from '../dataset.js'
import { dataFault } from '../fault.js'
import { type Annotated, labelOf, type PixelBox, readAnnotated } from '../images/boxes.js'
import { imagesIn, pathWithin } from '../images/folder.js'
import { atMost, channels, seed, size, testShare } from '../images/options.js'
import { normalize } from '../normalize.js'
import { heldOutCount } from '../splitOff.js'
import type { VocObject } from './parseAnnotation.js'

/** A folder in the format of Pascal VOC: an XML file of boxes for each image. */
export const voc = defineDataset({
  name: 'voc',
  summary: 'Images with boxes in the format of Pascal VOC.',
  reference: 'http://host.robots.ox.ac.uk/pascal/VOC/',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['folder'],
    properties: {
      folder: {
        type: 'string',
        description: 'The folder with JPEGImages, Annotations and, where it has lists, ImageSets/Main.',
      },
      trainList: {
        type: 'string',
        default: 'train',
        description: 'The list in ImageSets/Main of the images to train on.',
      },
      testList: {
        type: 'string',
        default: 'test',
        description: 'The list in ImageSets/Main of the images to test on.',
      },
      classes: {
        type: 'array',
        minItems: 1,
        items: { type: 'string' },
        description: 'Names of the classes; those that are found by default.',
      },
      ...{ size, channels, testShare, seed, normalize },
      train: atMost('train'),
      test: atMost('test'),
    },
  },
  load: async (options, { resolvePath }) => {
    const { size, channels, normalize } = options
    const folder = resolvePath(options.folder)
    const [forTraining, forTesting] = existsSync(join(folder, 'ImageSets', 'Main'))
      ? [listed(folder, options.trainList), listed(folder, options.testList)]
      : divided(folder, options.testShare, options.seed)
    const [train, test] = [
      taken(forTraining, options.train, options.seed),
      taken(forTesting, options.test, options.seed),
    ]
    const { parseAnnotation } = await import('./parseAnnotation.js')
    const objectsOf = (name: string): readonly VocObject[] => {
      const path = annotationOf(folder, name)
      return parseAnnotation(path, read(path))
    }
    const objects = new Map([...train, ...test].map((name) => [name, objectsOf(name)]))
    const found = [...objects.values()].flatMap((list) => list.map(({ name }) => name))
    const classes = options.classes ?? [...new Set(found)].sort()
    if (classes.length === 0) throw dataFault('FANIN_DATA_FORMAT', `${folder} has no boxes.`, 'Name another folder.')
    const annotate = (name: string): Annotated => ({
      path: imageOf(folder, name),
      boxes: (objects.get(name) ?? []).map((object, i) =>
        boxOf(object, classes, `${annotationOf(folder, name)}: object ${i + 1}`),
      ),
    })
    return readAnnotated(train.map(annotate), test.map(annotate), classes, { size, channels }, normalize)
  },
})

const annotationOf = (folder: string, name: string): string => pathWithin(join(folder, 'Annotations'), `${name}.xml`)

const listed = (folder: string, list: string): readonly string[] => {
  const names = read(join(folder, 'ImageSets', 'Main', `${list}.txt`))
    .split(/\s+/)
    .filter((name) => name !== '')
  if (names.length > 0) return names
  throw dataFault('FANIN_DATA_FORMAT', `The list ${list} in ${folder} is empty.`, 'Name another list.')
}

const divided = (folder: string, share: number, seed: number): readonly [readonly string[], readonly string[]] => {
  const names = imagesIn(join(folder, 'JPEGImages')).map((path) => basename(path, extname(path)))
  const order = stream(seed, 'data/test').permutation(names.length)
  const held = new Set(order.subarray(0, heldOutCount(names.length, share)))
  return [names.filter((_, i) => !held.has(i)), names.filter((_, i) => held.has(i))]
}

/** So many of the images at random, in their order. */
const taken = (names: readonly string[], most = names.length, seed: number): readonly string[] => {
  const kept = new Set(stream(seed, 'data/limit').permutation(names.length).subarray(0, most))
  return names.filter((_, i) => kept.has(i))
}

const imageOf = (folder: string, name: string): string => {
  const paths = ['.jpg', '.jpeg', '.png'].map((ending) => pathWithin(join(folder, 'JPEGImages'), `${name}${ending}`))
  const path = paths.find(existsSync)
  if (path) return path
  throw dataFault('FANIN_DATA_NOT_FOUND', `There is no image ${paths[0]}.`, 'Add it, or take it off the list.')
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw dataFault('FANIN_DATA_NOT_FOUND', `${path} cannot be read.`, 'Check the folder and its lists.', cause)
  }
}

/** Objects that VOC calls difficult count as its metric counts them: finding them is no fault, missing them neither. */
const boxOf = (
  { name, difficult, xmin, ymin, xmax, ymax }: VocObject,
  classes: readonly string[],
  place: string,
): PixelBox => ({
  label: labelOf(name, classes, place),
  place: `${place} (${name})`,
  ...{ left: xmin - 1, top: ymin - 1, right: xmax, bottom: ymax },
  ...(difficult && { crowd: true }),
})
