using Divoc.Functions.LinkedData;
using Divoc.Functions.LinkedData.JsonLd;

namespace Divoc.Functions.Formats.Divoc;

/// <summary>
/// The frozen contexts of DIVOC's credentials: W3C's and, under the URLs of the settings, DIVOC's own and this program's for recoveries.
/// They are part of the program; the URLs are only names.
/// </summary>
public static class DivocContexts
{
    /// <summary>The contexts under the URLs of the settings.</summary>
    public static FrozenContexts Of(CredentialOptions options)
    {
        return ShippedContexts.All
            .With(options.VaccinationContext, Read("vaccination-v1"))
            .With(options.VaccinationContextV2, Read("vaccination-v2"))
            .With(options.TestContext, Read("test-certificate-v1"))
            .With(options.RecoveryContext, Read("recovery-v1"));
    }

    private static ReadOnlyMemory<byte> Read(string name)
    {
        return ShippedContexts.Read(typeof(DivocContexts).Assembly, $"{typeof(DivocContexts).Namespace}.Contexts", name);
    }
}
