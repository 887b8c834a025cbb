using System.Security.Cryptography;
using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Keys;

public sealed class KeyPurposeTests
{
    [Theory]
    [InlineData("divoc", true)]
    [InlineData("a-later-one2", true)]
    [InlineData("", false)]
    [InlineData("Status", false)]
    [InlineData("two words", false)]
    [InlineData("2nd", false)]
    [InlineData("status\n", false)]
    [InlineData("a123456789012345678901234567890123", false)]
    public void A_purpose_name_is_short_and_has_only_simple_characters(string name, bool isOne)
    {
        Assert.Equal(isOne, KeyPurpose.TryParse(name) is not null);
        if (!isOne)
        {
            Assert.Throws<ArgumentException>(() => new KeyPurpose(name));
        }
    }

    [Fact]
    public void Purposes_with_the_same_name_are_equal()
    {
        Assert.Equal(new KeyPurpose("status"), KeyPurpose.TryParse("status"));
        Assert.NotEqual(new KeyPurpose("status"), new KeyPurpose("divoc"));
        Assert.Equal("status", $"{new KeyPurpose("status")}");
    }

    [Fact]
    public void A_key_serves_every_purpose_or_only_its_named_purposes_and_stays_the_same_key()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shared = PublishedKey.Of(curve, madeByProgram: true);
        var named = shared.For([new KeyPurpose("status"), new KeyPurpose("vc")]);

        Assert.True(shared.Serves(new KeyPurpose("divoc")));
        Assert.True(named.Serves(new KeyPurpose("vc")));
        Assert.False(named.Serves(new KeyPurpose("divoc")));
        Assert.Equal(
            (shared.KeyId, shared.Algorithm, shared.SizeInBits, shared.PublicKeyPem, true, shared.ToJsonWebKey().ToJsonString()),
            (named.KeyId, named.Algorithm, named.SizeInBits, named.PublicKeyPem, named.MadeByProgram, named.ToJsonWebKey().ToJsonString()));
    }
}
