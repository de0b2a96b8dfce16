// Has this what the rule needs? Checked by hand, because verify.mjs must run without any library.

/** A question mark: may also be null. A list has one shape for its members; an object names the members it must have. */
export type Shape =
  | 'text'
  | 'text?'
  | 'number'
  | 'number?'
  | 'object'
  | 'object?'
  | readonly [Shape]
  | { readonly [member: string]: Shape }

/** Something has not the shape it should have. The message gives its place, what was expected and what was got. */
export class WrongShapeError extends Error {
  override readonly name = 'WrongShapeError'
}

/** @throws WrongShapeError naming the first member that is wrong. Members that the shape does not name are let be. */
export function checkShape(value: unknown, shape: Shape, place = ''): void {
  const wrong: (expected: string) => never = (expected) => {
    const got = value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 80) ?? typeof value)
    throw new WrongShapeError(`${place === '' ? 'the item' : place}: expected ${expected}, got ${got}`)
  }
  if (typeof shape === 'string') {
    const type = shape.replace('?', '')
    if (value === null && shape.endsWith('?')) return
    const fits =
      type === 'object'
        ? isObject(value)
        : type === 'number'
          ? Number.isFinite(value)
          : typeof value === 'string'
    if (!fits) wrong(shape.endsWith('?') ? `${type} or null` : type === 'object' ? 'an object' : type)
    return
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) wrong('a list')
    value.forEach((one, index) => {
      checkShape(one, shape[0], `${place}.${index}`)
    })
    return
  }
  if (!isObject(value)) wrong('an object')
  for (const [member, inner] of Object.entries(shape))
    checkShape(value[member], inner, place === '' ? member : `${place}.${member}`)
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape)

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
