using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Divoc.Functions.Tests.Keys.Vault;

/// <summary>
/// RSA keys for services that tests start: a key takes about a tenth of a second of a processor to make, and hundreds of services need one.
/// A key that was given back is lent again, so no two borrowers have the same key at the same time.
/// </summary>
internal static class LentRsaKeys
{
    private static readonly ConcurrentDictionary<int, ConcurrentBag<RSAParameters>> Free = new();

    /// <summary>Lends a key, which is made if none is free.</summary>
    public static RSA Borrow(int sizeInBits = 2048)
    {
        return FreeOf(sizeInBits).TryTake(out var key) ? RSA.Create(key) : RSA.Create(sizeInBits);
    }

    /// <summary>Takes a key back and disposes it. Only for who no longer signs with it.</summary>
    public static void GiveBack(RSA key)
    {
        FreeOf(key.KeySize).Add(key.ExportParameters(includePrivateParameters: true));
        key.Dispose();
    }

    private static ConcurrentBag<RSAParameters> FreeOf(int sizeInBits) => Free.GetOrAdd(sizeInBits, _ => []);
}
