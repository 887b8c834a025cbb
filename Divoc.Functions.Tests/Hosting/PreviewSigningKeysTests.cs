using Divoc.Functions.Hosting.Preview;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Keys;

namespace Divoc.Functions.Tests.Hosting;

public sealed class PreviewSigningKeysTests : SigningKeysContract, IDisposable
{
    private readonly PreviewSigningKeys keys = new();

    protected override ISigningKeys Keys => keys;

    public void Dispose() => keys.Dispose();
}
