using Divoc.Functions.Types.Recovery;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>
/// Certifies events, and corrects certificates, with DIVOC's paths (specification 01); recoveries have paths in the same style.
/// </summary>
public sealed class CertifyFunctions(CertifyRequest certify)
{
    private const string CertifyRoute = "divoc/api/v1/certify";
    private const string CertifyV3Route = "divoc/api/v3/certify";
    private const string CertifyTestRoute = "divoc/api/v1/test/certify";
    private const string RecoveryRoute = "divoc/api/v1/recovery/certify";
    private const string UpdateRoute = "divoc/api/v1/certificate";
    private const string UpdateV3Route = "divoc/api/v3/certificate";

    // Both calls have the same path: an Idempotency-Key of one must not count for the other.
    private const string RecoveryUpdates = $"PUT {RecoveryRoute}";

    /// <summary>Certifies vaccinations in DIVOC's original shape.</summary>
    [Function("CertifyVaccination")]
    public Task<IResult> CertifyVaccinationAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = CertifyRoute)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, VaccinationType.TypeName, VaccinationFields.V1, CertifyRoute, false, cancellationToken);
    }

    /// <summary>Certifies vaccinations in the shape of the WHO's DDCC.</summary>
    [Function("CertifyVaccinationV3")]
    public Task<IResult> CertifyVaccinationV3Async(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = CertifyV3Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, VaccinationType.TypeName, VaccinationFields.V3, CertifyV3Route, false, cancellationToken);
    }

    /// <summary>Certifies test results.</summary>
    [Function("CertifyTest")]
    public Task<IResult> CertifyTestAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = CertifyTestRoute)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, TestType.TypeName, TestFields.V1, CertifyTestRoute, false, cancellationToken);
    }

    /// <summary>Certifies recoveries.</summary>
    [Function("CertifyRecovery")]
    public Task<IResult> CertifyRecoveryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = RecoveryRoute)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, RecoveryType.TypeName, RecoveryFields.V1, RecoveryRoute, false, cancellationToken);
    }

    /// <summary>Corrects vaccination certificates, in DIVOC's original shape.</summary>
    [Function("UpdateCertificate")]
    public Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = UpdateRoute)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, VaccinationType.TypeName, VaccinationFields.V1, UpdateRoute, true, cancellationToken);
    }

    /// <summary>Corrects vaccination certificates, in the shape of the WHO's DDCC.</summary>
    [Function("UpdateCertificateV3")]
    public Task<IResult> UpdateV3Async(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = UpdateV3Route)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, VaccinationType.TypeName, VaccinationFields.V3, UpdateV3Route, true, cancellationToken);
    }

    /// <summary>Corrects certificates of recovery.</summary>
    [Function("UpdateRecovery")]
    public Task<IResult> UpdateRecoveryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = RecoveryRoute)] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return HandleAsync(request, RecoveryType.TypeName, RecoveryFields.V1, RecoveryUpdates, true, cancellationToken);
    }

    private Task<IResult> HandleAsync(HttpRequest request, string type, string shape, string route, bool isUpdate, CancellationToken cancellationToken)
    {
        return certify.HandleAsync(request, type, shape, route, isUpdate, cancellationToken);
    }
}
