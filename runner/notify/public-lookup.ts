import { lookup as resolveName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-address.ts';
import { SendError } from './send-error.ts';

/**
 * Looks names up as a socket does, and refuses what is private. A socket connects to the very
 * address that is returned here, so a name that changes between check and use gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const bad = addresses.find(({ address }) => isPrivateAddress(address));
    if (bad !== undefined) return callback(refusal(hostname, bad.address), []);
    if (options.all === true) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family);
  });
};

/** Addresses need no look-up, so a socket would not ask. @throws SendError for a private one */
export function assertPublicHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0 && isPrivateAddress(bare)) throw refusal(hostname, bare);
}

function refusal(hostname: string, address: string): SendError {
  const found = hostname === address ? address : `${hostname}, which is ${address}`;
  return new SendError(
    `wanted an address of the public internet (LEANTUNE_ALLOW_PRIVATE_TARGETS=true allows others), found ${found}`,
    { retriable: false },
  );
}
