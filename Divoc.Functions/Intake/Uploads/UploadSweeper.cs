using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>Removes what is left of uploads that are old, and of files whose upload broke off.</summary>
public sealed class UploadSweeper(UploadRegistry uploads, Sweeps sweeps, IOptions<UploadsOptions> options, TimeProvider time)
{
    /// <summary>Removes it.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.Keep;
        return sweeps.RunAsync("uploads", token => uploads.RemoveBeforeAsync(before, name => ProtocolWrites.Done(ProtocolWrite.UploadRemoved, name), token), cancellationToken);
    }
}
