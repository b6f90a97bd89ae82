import { parseXml, type XmlElement } from '@rgrove/parse-xml'
import { dataFault } from '../fault.js'

/** One object of an annotation: its class and its box in pixels, counted from 1 and both ends included. */
export interface VocObject {
  readonly name: string
  readonly difficult: boolean
  readonly xmin: number
  readonly ymin: number
  readonly xmax: number
  readonly ymax: number
}

/** Reads an annotation of Pascal VOC. http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/ */
export const parseAnnotation = (file: string, text: string): readonly VocObject[] => {
  const root = rootOf(file, text)
  return childrenOf(root, 'object').map((object, i) => {
    const place = `${file}: object ${i + 1}`
    const [box] = childrenOf(object, 'bndbox')
    if (!box) throw faulty(`${place} has no bndbox.`)
    const number = (name: string): number => {
      const written = textOf(box, name)
      const value = Number(written)
      if (written !== '' && Number.isFinite(value)) return value
      throw faulty(`${place} has ${written === '' ? `no ${name}` : `the ${name} "${written}", which is no number`}.`)
    }
    const name = textOf(object, 'name')
    if (name === '') throw faulty(`${place} has no name.`)
    return {
      ...{ name, difficult: textOf(object, 'difficult') === '1' },
      ...{ xmin: number('xmin'), ymin: number('ymin'), xmax: number('xmax'), ymax: number('ymax') },
    }
  })
}

const rootOf = (file: string, text: string): XmlElement => {
  try {
    const { root } = parseXml(text)
    if (root?.name === 'annotation') return root
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw faulty(`${file} is not XML: ${reason}`, cause)
  }
  throw faulty(`${file} holds no annotation.`)
}

const faulty = (message: string, cause?: unknown): Error =>
  dataFault('FANIN_DATA_FORMAT', message, 'Mend the annotation, or remove it with its image.', cause)

const childrenOf = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child): child is XmlElement => child.type === 'element' && (child as XmlElement).name === name)

const textOf = (element: XmlElement, name: string): string => childrenOf(element, name)[0]?.text.trim() ?? ''
