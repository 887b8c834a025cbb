using Divoc.Functions.Commands.Preview;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Keys;

namespace Divoc.Functions.Tests.Hosting;

public sealed class PreviewSigningKeysTests : SigningKeysContract, IDisposable
{
    private readonly PreviewSigningKeys keys = new();

    protected override ISigningKeys Keys => keys;

    public void Dispose() => keys.Dispose();

    /// <summary>Else a page of a format that names keys by their certificates could not be looked at.</summary>
    [Theory]
    [InlineData(SignatureAlgorithm.PS256)]
    [InlineData(SignatureAlgorithm.ES256)]
    public async Task A_preview_key_that_needs_a_certificate_gets_a_placeholder_certificate(SignatureAlgorithm algorithm)
    {
        var use = new SigningUse(Purpose, algorithm) { Kid = KidRule.CertificateHash };
        var kid = await keys.SignAsync(
            use, SigningLane.Interactive, (key, _) => Task.FromResult(key.KidToWrite), TestContext.Current.CancellationToken);

        Assert.Equal(8, Convert.FromBase64String(kid).Length);
    }
}
