namespace Divoc.Functions.Messaging;

/// <summary>Refuses settings of the queue that can't work; the limits are those of Service Bus.</summary>
internal sealed class QueueOptionsValidator : IValidateOptions<QueueOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, QueueOptions options)
    {
        var faults = new List<string>();
        if (options.LockDuration < TimeSpan.FromSeconds(1) || options.LockDuration > TimeSpan.FromMinutes(5))
        {
            faults.Add($"{QueueOptions.SectionName}:{nameof(QueueOptions.LockDuration)} must be from 00:00:01 to 00:05:00.");
        }

        if (options.DuplicateDetectionWindow < TimeSpan.FromSeconds(20) || options.DuplicateDetectionWindow > TimeSpan.FromDays(7))
        {
            faults.Add($"{QueueOptions.SectionName}:{nameof(QueueOptions.DuplicateDetectionWindow)} must be from 00:00:20 to 7.00:00:00.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
