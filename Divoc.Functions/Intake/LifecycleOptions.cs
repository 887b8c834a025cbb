namespace Divoc.Functions.Intake;

/// <summary>What may happen to a certificate after it was issued.</summary>
public sealed class LifecycleOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Lifecycle";

    /// <summary>The greatest <see cref="UpdateLimit"/> with which a ledger still has room for other entries.</summary>
    public const int LargestUpdateLimit = 100;

    /// <summary>
    /// How often a certificate may be corrected; 0 forbids corrections. Each correction uses one of the 200 certificates that the partner
    /// may have under the person's code. In DIVOC: <c>CERTIFICATE_UPDATE_LIMIT</c>.
    /// </summary>
    /// <value>0 to 100</value>
    /// <remarks>The default is that of DIVOC's documentation; its code has 100.</remarks>
    public int UpdateLimit { get; set; } = 5;
}

/// <summary>Checks the limits of the options.</summary>
public sealed class LifecycleOptionsValidator : IValidateOptions<LifecycleOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LifecycleOptions options)
    {
        return options.UpdateLimit is >= 0 and <= LifecycleOptions.LargestUpdateLimit
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{LifecycleOptions.SectionName}:{nameof(LifecycleOptions.UpdateLimit)} must be from 0 to "
                + $"{LifecycleOptions.LargestUpdateLimit}.");
    }
}
