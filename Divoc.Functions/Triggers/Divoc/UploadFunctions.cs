using Divoc.Functions.Access;
using Divoc.Functions.Intake.Uploads;
using Divoc.Functions.Types;
using Divoc.Functions.Types.Test;
using Divoc.Functions.Types.Vaccination;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers.Divoc;

/// <summary>Receives files with many events, and shows their outcomes, with DIVOC's paths (specification 01, section 9).</summary>
public sealed class UploadFunctions(UploadRequest upload, UploadLister lister, CertificateTypes types, Callers callers, UploadAnswer answer)
{
    /// <summary>Receives a file of vaccinations.</summary>
    [Function("UploadVaccinations")]
    public Task<IResult> UploadVaccinationsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "divoc/api/v1/bulkCertify")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return upload.HandleAsync(request, VaccinationType.TypeName, VaccinationFields.V1, cancellationToken);
    }

    /// <summary>Receives a file of tests.</summary>
    [Function("UploadTests")]
    public Task<IResult> UploadTestsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "divoc/api/v1/test/bulkCertify")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return upload.HandleAsync(request, TestType.TypeName, TestFields.V1, cancellationToken);
    }

    /// <summary>Shows the caller's files of vaccinations.</summary>
    [Function("ShowUploads")]
    public Task<IResult> ShowUploadsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/certify/uploads")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return ShowAsync(request, VaccinationType.TypeName, cancellationToken);
    }

    /// <summary>Shows the caller's files of tests.</summary>
    [Function("ShowTestUploads")]
    public Task<IResult> ShowTestUploadsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/test/certify/uploads")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        return ShowAsync(request, TestType.TypeName, cancellationToken);
    }

    /// <summary>Shows one file of vaccinations.</summary>
    [Function("ShowUpload")]
    public Task<IResult> ShowUploadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/certify/uploads/{uploadId}")] HttpRequest request,
        string uploadId,
        CancellationToken cancellationToken)
    {
        return ShowAsync(request, uploadId, VaccinationType.TypeName, cancellationToken);
    }

    /// <summary>Shows one file of tests.</summary>
    [Function("ShowTestUpload")]
    public Task<IResult> ShowTestUploadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/test/certify/uploads/{uploadId}")]
        HttpRequest request,
        string uploadId,
        CancellationToken cancellationToken)
    {
        return ShowAsync(request, uploadId, TestType.TypeName, cancellationToken);
    }

    /// <summary>Shows the rows of a file of vaccinations without a certificate.</summary>
    [Function("ShowUploadErrors")]
    public Task<IResult> ShowErrorsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/certify/uploads/{uploadId}/errors")]
        HttpRequest request,
        string uploadId,
        CancellationToken cancellationToken)
    {
        return ShowErrorsAsync(request, uploadId, VaccinationType.TypeName, cancellationToken);
    }

    /// <summary>Shows the rows of a file of tests without a certificate.</summary>
    [Function("ShowTestUploadErrors")]
    public Task<IResult> ShowTestErrorsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "divoc/api/v1/test/certify/uploads/{uploadId}/errors")]
        HttpRequest request,
        string uploadId,
        CancellationToken cancellationToken)
    {
        return ShowErrorsAsync(request, uploadId, TestType.TypeName, cancellationToken);
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string type, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return answer.Of(await lister.ListAsync(caller, type, cancellationToken));
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string uploadId, string type, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return await lister.FindAsync(uploadId, type, caller, cancellationToken) is { } found ? answer.Of(found) : UploadAnswer.Unknown;
    }

    private async Task<IResult> ShowErrorsAsync(HttpRequest request, string uploadId, string type, CancellationToken cancellationToken)
    {
        var caller = callers.Of(request);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (UploadAnswer.FromOf(request) is not { } from)
        {
            return ListFrom.Wrong;
        }

        return await lister.FindErrorsAsync(uploadId, types.Current.Find(type)!, from, caller, cancellationToken) is { } page
            ? UploadAnswer.Of(page, request)
            : UploadAnswer.Unknown;
    }
}
