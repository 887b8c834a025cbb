using Divoc.Functions.Keys;

namespace Divoc.Functions.Tests.Keys;

public sealed class IssuerIdentifierTests
{
    [Theory]
    [InlineData("https://certificates.example.org", "did:web:certificates.example.org")]
    [InlineData("https://certificates.example.org/", "did:web:certificates.example.org")]
    [InlineData("http://localhost:7071", "did:web:localhost%3A7071")]
    [InlineData("https://example.org/health/certificates/", "did:web:example.org:health:certificates")]
    public void A_web_address_is_converted_to_a_DID(string address, string did)
    {
        Assert.Equal(did, IssuerIdentifier.DidWebOf(address));
    }
}
