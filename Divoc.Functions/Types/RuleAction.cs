namespace Divoc.Functions.Types;

/// <summary>The action for a request that breaks a rule.</summary>
public enum RuleAction
{
    /// <summary>The whole request is refused.</summary>
    Refuse,

    /// <summary>The request is accepted, and its answer has a warning.</summary>
    Warn,
}
