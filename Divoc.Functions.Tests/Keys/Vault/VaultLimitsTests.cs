using System.Security.Cryptography;
using Divoc.Functions.Keys;
using Divoc.Functions.Keys.KeyVault;

namespace Divoc.Functions.Tests.Keys.Vault;

[Trait("Kind", "Slow")]
public sealed class VaultLimitsTests
{
    [Theory]
    [InlineData(2048, false, 400)]
    [InlineData(2048, true, 200)]
    [InlineData(3072, false, 100)]
    [InlineData(3072, true, 50)]
    [InlineData(4096, false, 50)]
    [InlineData(4096, true, 25)]
    public void Larger_RSA_keys_sign_more_slowly_and_hardware_keys_at_half_the_speed(int size, bool inHardware, double perSecond)
    {
        using var rsa = RSA.Create(size);
        var key = new VaultPublicKey(PublishedKey.Of(rsa), inHardware);

        Assert.Equal(perSecond, VaultLimits.Signatures(key, null));
        Assert.Equal(77, VaultLimits.Signatures(key, 77));
    }

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 200)]
    public void P256_signs_as_fast_as_the_smallest_RSA_key(bool inHardware, double perSecond)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(perSecond, VaultLimits.Signatures(new VaultPublicKey(PublishedKey.Of(curve), inHardware), null));
    }
}
