using System.Globalization;
using Divoc.Functions.Access;
using Divoc.Functions.Operations.Backups;
using Divoc.Functions.Registry;
using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Triggers;

/// <summary>Returns a copy of all data to operators.</summary>
public sealed class BackupFunctions(BackupMaker maker, AuditTrail audit, OperatorDirectory operators)
{
    private static readonly Problem NotHere = new(
        StatusCodes.Status409Conflict,
        "NO_BACKUP_HERE",
        "Some or all of the data of this service are in Azure's services: use the backups of these services, as docs/operations.md says.");

    private static readonly Problem Running = new(
        StatusCodes.Status409Conflict,
        "BACKUP_RUNNING",
        "Another backup is being made: wait until it is finished, then send the call again.");

    /// <summary>Makes a backup and returns its archive, which has the private keys.</summary>
    [Function("BackUp")]
    public async Task<IResult> BackUpAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OperatorRoutes.Prefix + "backup")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        var name = operators.Of(request);
        return await PrepareAsync(name, cancellationToken) switch
        {
            BackupOutcome.Ready ready => new BackupAnswer(ready.Backup),
            BackupOutcome.Running => Running,
            _ => NotHere,
        };
    }

    private async Task<BackupOutcome> PrepareAsync(string name, CancellationToken cancellationToken)
    {
        BackupOutcome? made = null;
        try
        {
            return await audit.RecordAsync(
                name, OperatorOrder.BackUp, null, async () => made = await maker.PrepareAsync(cancellationToken), CountsOf);
        }
        catch
        {
            // The backup was made but can't be recorded: its copies have the keys and must be deleted, and the next backup may begin.
            (made as BackupOutcome.Ready)?.Backup.Dispose();
            throw;
        }
    }

    private static Dictionary<string, int> CountsOf(BackupOutcome outcome) =>
        new() { ["files"] = outcome is BackupOutcome.Ready ready ? ready.Backup.Manifest.Files.Count : 0 };
}

/// <summary>The archive of a backup, as it is written.</summary>
internal sealed class BackupAnswer(PreparedBackup backup) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (backup)
        {
            var time = backup.Manifest.TakenAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            httpContext.Response.ContentType = BackupArchive.ContentType;
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"certificates-{time}.tar\"";
            await backup.WriteToAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }
}
