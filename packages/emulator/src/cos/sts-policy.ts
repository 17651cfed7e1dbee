/** What a key may be asked for: the action (`name/cos:PutObject`), the resource, and the values that conditions may test. */
export interface StsQuestion {
  action: string
  /** `qcs::cos:<region>:uid/<appid>:<bucket>/<key>` */
  resource: string
  /** Values by condition key, such as `cos:content-type`; a key is absent where the request does not carry it. */
  values: Record<string, string | undefined>
}

interface StsStatement {
  effect: 'allow' | 'deny'
  actions: string[]
  resources: string[]
  conditions: StsCondition[]
}

interface StsCondition {
  operator: ConditionOperator
  /** A missing value counts as met. */
  ifExists: boolean
  key: string
  expected: string[]
}

export interface StsPolicy {
  statements: StsStatement[]
}

/**
 * Reads a CAM policy as GetFederationToken takes it.
 * @throws TypeError on anything that this emulator would not enforce, so that no test passes because a rule was not understood
 * @see https://cloud.tencent.com/document/product/436/46205 (condition keys)
 */
export function parseStsPolicy(stsPolicy: unknown): StsPolicy {
  const policy: unknown = typeof stsPolicy === 'string' ? JSON.parse(stsPolicy) : stsPolicy
  if (!isRecord(policy)) throw new TypeError('an STS policy is an object')
  const statements = toList(policy['statement'])
  if (statements.length === 0) throw new TypeError('an STS policy needs a statement')
  return { statements: statements.map(parseStatement) }
}

/** An explicit deny wins; without an allow the answer is no. */
export function stsPolicyAllows(policy: StsPolicy, question: StsQuestion): boolean {
  const matching = policy.statements.filter(
    (statement) =>
      statement.actions.some((pattern) => matchesPattern(pattern, question.action)) &&
      statement.resources.some((pattern) => matchesPattern(pattern, question.resource)) &&
      statement.conditions.every((condition) => conditionHolds(condition, question.values[condition.key])),
  )
  return matching.some(({ effect }) => effect === 'allow') && !matching.some(({ effect }) => effect === 'deny')
}

function parseStatement(statement: unknown): StsStatement {
  if (!isRecord(statement)) throw new TypeError('a statement is an object')
  const effect = statement['effect']
  if (effect !== 'allow' && effect !== 'deny') throw new TypeError('effect is allow or deny')
  const actions = toTexts(statement['action'], 'action')
  const resources = toTexts(statement['resource'], 'resource')
  const conditions = Object.entries(asRecord(statement['condition'] ?? {}, 'condition')).flatMap(([operator, tests]) =>
    Object.entries(asRecord(tests, operator)).map(([key, expected]) => parseCondition(operator, key, expected)),
  )
  return { effect, actions, resources, conditions }
}

function parseCondition(operatorText: string, key: string, expected: unknown): StsCondition {
  const ifExists = operatorText.endsWith('_if_exist')
  const operator = ifExists ? operatorText.slice(0, -'_if_exist'.length) : operatorText
  if (!isOperator(operator)) throw new TypeError(`the emulator does not know the condition operator ${operatorText}`)
  if (!KNOWN_CONDITION_KEYS.has(key)) throw new TypeError(`the emulator does not know the condition key ${key}`)
  return { operator, ifExists, key: normalConditionKey(key), expected: toList(expected).map(String) }
}

const KNOWN_CONDITION_KEYS = new Set([
  'cos:content-length',
  'cos:content_length',
  'cos:content-type',
  'cos:x-cos-acl',
  'cos:x-cos-storage-class',
  'cos:prefix',
  'cos:response-content-type',
])

/** The older page writes `cos:content_length`. */
function normalConditionKey(key: string): string {
  return key.replace('content_length', 'content-length')
}

const OPERATORS = {
  string_equal: (actual: string, expected: string) => actual === expected,
  string_like: (actual: string, expected: string) => matchesPattern(expected, actual),
  numeric_equal: (actual: string, expected: string) => Number(actual) === Number(expected),
  numeric_greater_than: (actual: string, expected: string) => Number(actual) > Number(expected),
  numeric_greater_than_equal: (actual: string, expected: string) => Number(actual) >= Number(expected),
  numeric_less_than: (actual: string, expected: string) => Number(actual) < Number(expected),
  numeric_less_than_equal: (actual: string, expected: string) => Number(actual) <= Number(expected),
  string_not_equal: (actual: string, expected: string) => actual !== expected,
  numeric_not_equal: (actual: string, expected: string) => Number(actual) !== Number(expected),
}
type ConditionOperator = keyof typeof OPERATORS

function isOperator(name: string): name is ConditionOperator {
  return Object.hasOwn(OPERATORS, name)
}

function conditionHolds({ operator, ifExists, expected }: StsCondition, actual: string | undefined): boolean {
  if (actual === undefined) return ifExists
  const holds = (value: string) => OPERATORS[operator](actual, value)
  // «unequal» must hold for every value of a list, the others for one of them.
  return operator.endsWith('not_equal') ? expected.every(holds) : expected.some(holds)
}

/** `*` stands for any text, wherever it is. */
function matchesPattern(pattern: string, text: string): boolean {
  const expression = pattern.split('*').map((literal) => literal.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return new RegExp(`^${expression.join('.*')}$`, 's').test(text)
}

function toTexts(value: unknown, name: string): string[] {
  const texts = toList(value)
  if (texts.length === 0 || !texts.every((text) => typeof text === 'string')) {
    throw new TypeError(`${name} is a text or a list of texts`)
  }
  return texts
}

function toList(value: unknown): unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function asRecord(value: unknown, name: string): Record<string, unknown> {
  if (!isRecord(value)) throw new TypeError(`${name} is an object`)
  return value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
