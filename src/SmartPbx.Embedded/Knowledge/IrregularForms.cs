using System.Collections.Frozen;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>English words whose forms follow no rule. A form that is also another common word is left alone ("saw", "found" as to found, "bore").</summary>
internal static class IrregularForms
{
    // Base form first.
    private const string Table = """
        beat beaten
        become became
        begin began begun
        bend bent
        bite bit bitten
        blow blew blown
        break broke broken
        bring brought
        build built
        burn burnt
        buy bought
        catch caught
        choose chose chosen
        come came
        deal dealt
        dig dug
        draw drew drawn
        drink drank drunk
        drive drove driven
        eat ate eaten
        fall fell fallen
        feed fed
        feel felt
        fight fought
        find found
        fly flew flown
        forbid forbade forbidden
        forget forgot forgotten
        freeze froze frozen
        get got gotten
        give gave given
        go went gone
        grow grew grown
        hang hung
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        lay laid
        learn learnt
        leave left
        lend lent
        lose lost
        make made
        mean meant
        meet met
        pay paid
        ride rode ridden
        ring rang rung
        run ran
        say said
        see seen
        sell sold
        send sent
        sew sewn
        shake shook shaken
        shine shone
        shoot shot
        show shown
        sing sang sung
        sink sank sunk
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        spill spilt
        stand stood
        steal stole stolen
        stick stuck
        swim swam swum
        take took taken
        teach taught
        tear torn
        tell told
        think thought
        throw threw thrown
        understand understood
        wake woke woken
        wear wore worn
        win won
        write wrote written
        child children
        foot feet
        knife knives
        life lives
        man men
        mouse mice
        tooth teeth
        wife wives
        woman women
        """;

    private static readonly FrozenDictionary<string, string> s_bases = Table.Split('\n').Select(l => l.Split(' '))
        .SelectMany(l => l.Skip(1).Select(form => (Form: form, Base: l[0]))).ToFrozenDictionary(p => p.Form, p => p.Base, StringComparer.Ordinal);

    /// <summary>The base form; the word itself when it is none of the table's forms.</summary>
    public static string BaseOf(string word) => s_bases.GetValueOrDefault(word, word);
}
