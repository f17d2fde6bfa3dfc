/** The nonce with which this page may add style elements; empty where the server asks for none. */
export const nonce: string = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
