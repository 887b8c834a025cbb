using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Tests.Growth.Jws;
using Divoc.Functions.Tests.Growth.Convalescence;
using Divoc.Functions.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>Registers the type and the formats of the tests: all that the program is told of them.</summary>
internal static class GrowthRegistration
{
    public static IServiceCollection AddConvalescence(this IServiceCollection services) =>
        services.AddSingleton<ICertificateType, ConvalescenceType>();

    public static IServiceCollection AddCompactJws(this IServiceCollection services) =>
        services.AddCompactJws(JwsForm.Stored, JwsForm.Derived);

    public static IServiceCollection AddCompactJws(this IServiceCollection services, params JwsForm[] forms)
    {
        services.AddKeyPurpose(CompactJwsFormat.Purpose);
        services.AddSingleton<JwsJudge>();
        foreach (var form in forms)
        {
            services.AddSingleton<ICredentialFormat>(provider => ActivatorUtilities.CreateInstance<CompactJwsFormat>(provider, form));
        }

        return services;
    }
}
