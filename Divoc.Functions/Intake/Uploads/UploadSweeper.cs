using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>Removes the remains of old uploads, and files whose upload was interrupted.</summary>
public sealed class UploadSweeper(UploadRegistry uploads, Sweeps sweeps, IOptions<UploadsOptions> options, TimeProvider time)
{
    /// <summary>Removes them.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.Keep;
        return sweeps.RunAsync(
            "uploads",
            token => uploads.RemoveBeforeAsync(before, name => ProtocolWrites.Done(ProtocolWrite.UploadRemoved, name), token),
            cancellationToken);
    }
}
