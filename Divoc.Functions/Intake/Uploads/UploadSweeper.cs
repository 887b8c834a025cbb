using Divoc.Functions.Registry;

namespace Divoc.Functions.Intake.Uploads;

/// <summary>Removes what is left of uploads that are old, and of files whose upload broke off.</summary>
public sealed class UploadSweeper(UploadRegistry uploads, IOptions<UploadsOptions> options, TimeProvider time)
{
    /// <summary>Removes it.</summary>
    public Task SweepAsync(CancellationToken cancellationToken)
    {
        return uploads.RemoveBeforeAsync(time.GetUtcNow() - options.Value.Keep, name => ProtocolWrites.Done(ProtocolWrite.UploadRemoved, name), cancellationToken);
    }
}
