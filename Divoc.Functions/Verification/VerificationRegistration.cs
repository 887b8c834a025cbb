using Divoc.Functions.Formats;
using Divoc.Functions.Verification.Files;

namespace Divoc.Functions.Verification;

/// <summary>Registers the room.</summary>
public static class VerificationRegistration
{
    /// <summary>Registers the verification of certificates; the trusted issuers are read and checked at start.</summary>
    public static IServiceCollection AddVerification(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TrustedIssuerOptions>().Configure(options => options.Read(configuration)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TrustedIssuerOptions>, TrustedIssuerOptionsValidator>();
        services.AddSingleton<TrustedIssuers>();
        services.AddSingleton<ITrustedKeys, TrustedKeys>();
        services.AddSingleton<TrustDocument>();
        services.AddSingleton<CertificateVerifier>();
        services.AddSingleton<DecodingTurns>();
        services.AddSingleton<PresentedFiles>();
        return services;
    }
}
