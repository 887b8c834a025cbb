using System.Collections.Frozen;
using Divoc.Functions.Triggers;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// Who may call which HTTP function: Anonymous for health, published keys and lists and for verification, Admin for operations,
/// Function for all else. The attributes of the functions must say the same: whoever changes a level changes it here too.
/// </summary>
internal static class FunctionAccess
{
    /// <summary>The level of each HTTP function by its name.</summary>
    public static FrozenDictionary<string, AuthorizationLevel> Levels { get; } = new Dictionary<string, AuthorizationLevel>
    {
        [nameof(HealthLive)] = AuthorizationLevel.Anonymous,
        [nameof(HealthReady)] = AuthorizationLevel.Anonymous,
        [nameof(ShowDidDocument)] = AuthorizationLevel.Anonymous,
        [nameof(ShowKeySet)] = AuthorizationLevel.Anonymous,
        [nameof(ShowRevocations)] = AuthorizationLevel.Anonymous,
        [nameof(CheckRevocation)] = AuthorizationLevel.Anonymous,
        [nameof(VerifyCertificate)] = AuthorizationLevel.Anonymous,
        [nameof(CertifyVaccination)] = AuthorizationLevel.Function,
        [nameof(CertifyVaccinationV3)] = AuthorizationLevel.Function,
        [nameof(CertifyTest)] = AuthorizationLevel.Function,
        [nameof(UpdateCertificate)] = AuthorizationLevel.Function,
        [nameof(UpdateCertificateV3)] = AuthorizationLevel.Function,
        [nameof(ShowHistory)] = AuthorizationLevel.Function,
        [nameof(RevokeDoses)] = AuthorizationLevel.Function,
        [nameof(RevokeCertificate)] = AuthorizationLevel.Function,
        [nameof(SuspendCertificate)] = AuthorizationLevel.Function,
        [nameof(ReinstateCertificate)] = AuthorizationLevel.Function,
        [nameof(EraseCertificate)] = AuthorizationLevel.Function,
        [nameof(ShowRequest)] = AuthorizationLevel.Function,
        [nameof(FetchCertificate)] = AuthorizationLevel.Function,
        [nameof(FetchCredential)] = AuthorizationLevel.Function,
        [nameof(FetchQr)] = AuthorizationLevel.Function,
        [nameof(FetchQrSvg)] = AuthorizationLevel.Function,
        [nameof(FetchPdf)] = AuthorizationLevel.Function,
        [nameof(FetchCertificateRecord)] = AuthorizationLevel.Function,
        [nameof(FetchLatestPdf)] = AuthorizationLevel.Function,
        [nameof(FetchLatestQr)] = AuthorizationLevel.Function,
        [nameof(FetchLatestTestPdf)] = AuthorizationLevel.Function,
        [nameof(ShowFailures)] = AuthorizationLevel.Admin,
        [nameof(ReplayFailures)] = AuthorizationLevel.Admin,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
