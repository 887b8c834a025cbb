namespace Divoc.Functions.Registry.Lifecycle;

/// <summary>Bounds the options.</summary>
public sealed class LifecycleOptionsValidator : IValidateOptions<LifecycleOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LifecycleOptions options)
    {
        return options.UpdateLimit is >= 0 and <= LifecycleOptions.LargestUpdateLimit
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{LifecycleOptions.SectionName}:{nameof(LifecycleOptions.UpdateLimit)} must be from 0 to {LifecycleOptions.LargestUpdateLimit}.");
    }
}
