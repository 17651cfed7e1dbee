/** Agree buttons (`open-type="agreePrivacyAuthorization"`) that the person has tapped. */
class PrivacyConsent {
  readonly #tapped = new Set<string>()

  noteAgreeButton(id: string): void {
    this.#tapped.add(id)
  }

  /** Whether that button was tapped. WeChat believes an app's `agree` only together with a tap. */
  wasTapped(id: string): boolean {
    return this.#tapped.has(id)
  }
}

/** The page has one. */
export const privacyConsent = new PrivacyConsent()
