namespace Divoc.Functions.Types;

/// <summary>What is done about a request that breaks a rule.</summary>
public enum RuleAction
{
    /// <summary>The whole request is refused.</summary>
    Refuse,

    /// <summary>The request is accepted, and its answer carries a warning.</summary>
    Warn,
}
