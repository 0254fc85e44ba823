<?php
// Does the QTI SDK of TAO read a package of QTI 2.1, and count as we do? Run by
// tests/interop/qti with the folder of a package.
//
// Every item must give all for the answer that it declares as right and nothing for
// none; the items of tests/export/book also what the table says.

declare(strict_types=1);

use qtism\common\datatypes\QtiDirectedPair;
use qtism\common\datatypes\QtiFloat;
use qtism\common\datatypes\QtiIdentifier;
use qtism\common\datatypes\QtiString;
use qtism\common\enums\BaseType;
use qtism\common\enums\Cardinality;
use qtism\data\AssessmentItem;
use qtism\data\storage\xml\XmlDocument;
use qtism\runtime\common\MultipleContainer;
use qtism\runtime\common\OrderedContainer;
use qtism\runtime\common\ResponseVariable;
use qtism\runtime\common\State;
use qtism\runtime\tests\AssessmentItemSession;

spl_autoload_register(function (string $class): void {
    $file = getenv('QTISM') . '/src/' . strtr($class, '\\', '/') . '.php';
    if (is_file($file)) {
        require $file;
    }
});

/** Item, answer, score, feedback that is shown. */
const TABLE = [
    ['boils', ['choice-1'], 1.0, ['choice-1', 'explanation']],
    ['boils', ['choice-2'], 0.0, ['choice-2', 'explanation']],
    ['drinks', ['choice-1', 'choice-2'], 1.0, ['choice-1', 'choice-2', 'explanation']],
    ['drinks', ['choice-1'], 0.5, ['choice-1', 'explanation']],
    ['drinks', ['choice-1', 'choice-3'], 0.0, ['choice-1', 'choice-3', 'explanation']],
    ['order', ['place-1', 'place-2', 'place-3'], 1.0, ['explanation']],
    ['order', ['place-2', 'place-1', 'place-3'], 0.0, ['explanation']],
    ['pairs', ['left-1 right-1', 'left-2 right-2', 'left-3 right-3'], 1.0, ['reasons', 'explanation']],
    ['pairs', ['left-1 right-1', 'left-2 right-3', 'left-3 right-2'], 1 / 3, ['reasons', 'explanation']],
    ['pairs', ['left-1 right-2', 'left-2 right-3', 'left-3 right-1'], 0.0, ['reasons', 'explanation']],
    ['whose-is-it', ['left-1 right-1', 'left-2 right-2'], 1.0, ['reasons', 'explanation']],
    ['whose-is-it', ['left-1 right-2', 'left-2 right-1'], 0.0, ['reasons', 'explanation']],
    ['vapor', ['Steam'], 1.0, ['explanation']],
    ['vapor', ['water -> vapor'], 1.0, ['explanation']],
    ['vapor', ['fog'], 0.0, ['hint-1', 'explanation']],
    ['degrees', [102.0], 1.0, ['explanation']],
    ['degrees', [98.0], 1.0, ['explanation']],
    ['degrees', [103.0], 0.0, ['explanation']],
    ['degrees', [212.0], 0.0, ['hint-1', 'explanation']],
    ['predicts', ['choice-1'], 1.0, ['choice-1', 'explanation']],
    ['predicts', ['choice-2'], 0.0, ['choice-2', 'explanation']],
    ['true-false', ['choice-2'], 1.0, ['choice-2', 'explanation']],
    ['true-false', ['choice-1'], 0.0, ['choice-1', 'explanation']],
    ['rewrite', ['Please fill it.'], 0.0, ['explanation']],
    ['sure', ['choice-1'], 0.0, []],
];

$package = $argv[1];
$faults = [];
$items = [];
foreach (array_merge(glob("$package/items/*.xml"), glob("$package/tests/*.xml")) as $file) {
    $document = new XmlDocument();
    try {
        $document->loadFromString(file_get_contents($file));
        $root = $document->getDocumentComponent();
        if ($root instanceof AssessmentItem) {
            $items[basename($file, '.xml')] = $root;
        }
    } catch (Throwable $error) {
        $faults[] = basename($file) . ': ' . $error->getMessage();
    }
}

/** The value of a response in the types of the engine. */
function value(ResponseVariable $variable, array $answer): mixed
{
    $base = $variable->getBaseType();
    $values = array_map(fn ($one) => match ($base) {
        BaseType::IDENTIFIER => new QtiIdentifier($one),
        BaseType::DIRECTED_PAIR => new QtiDirectedPair(...explode(' ', $one)),
        BaseType::FLOAT => new QtiFloat($one),
        BaseType::STRING => new QtiString($one),
    }, $answer);
    return match ($variable->getCardinality()) {
        Cardinality::SINGLE => $values[0],
        Cardinality::MULTIPLE => new MultipleContainer($base, $values),
        Cardinality::ORDERED => new OrderedContainer($base, $values),
    };
}

/** Score and feedback of one attempt; the answer is made from the item's variable. */
function played(AssessmentItem $item, callable $answer): array
{
    $session = new AssessmentItemSession($item);
    $session->beginItemSession();
    $session->beginAttempt();
    $response = $session->getVariable('RESPONSE');
    $given = $answer($response);
    $state = $given === null ? [] : [new ResponseVariable('RESPONSE', $response->getCardinality(), $response->getBaseType(), $given)];
    $session->endAttempt(new State($state));
    $shown = [];
    foreach (['FEEDBACK', 'EXPLANATION'] as $outcome) {
        $set = $session[$outcome];
        foreach ($set instanceof MultipleContainer ? $set : array_filter([$set]) as $id) {
            $shown[] = $id->getValue();
        }
    }
    $shown = array_values(array_diff($shown, ['none']));
    return [$session['SCORE']?->getValue() ?? 0.0, $shown];
}

$attempts = 0;
$told = function (string $name, callable $answer, ?float $score, ?array $feedback) use ($items, &$attempts, &$faults): void {
    $attempts++;
    try {
        [$got, $shown] = played($items[$name], $answer);
        if ($score !== null && abs($got - $score) > 1e-6) {
            $faults[] = "$name: $got rather than $score";
        }
        if ($feedback !== null && $shown !== $feedback) {
            $faults[] = "$name shows " . implode(', ', $shown) . ' rather than ' . implode(', ', $feedback);
        }
    } catch (Throwable $error) {
        $faults[] = "$name: " . get_class($error) . ': ' . $error->getMessage();
    }
};
foreach ($items as $name => $item) {
    $told((string) $name, fn () => null, 0.0, null);
    // Surveys and texts that somebody must read have no right answer.
    $told((string) $name, fn ($variable) => $variable->getCorrectResponse(), hasKey($item) ? 1.0 : 0.0, null);
}
if (isset($items['boils'], $items['degrees'])) {
    foreach (TABLE as [$name, $answer, $score, $feedback]) {
        $told($name, fn ($variable) => value($variable, $answer), $score, $feedback);
    }
}

function hasKey(AssessmentItem $item): bool
{
    return $item->getResponseDeclarations()['RESPONSE']->getCorrectResponse() !== null;
}

foreach ($faults as $fault) {
    fwrite(STDERR, "$fault\n");
}
echo count($items), ' items, ', $attempts, ' attempts, ', count($faults), " faults\n";
exit($faults === [] && count($items) > 0 ? 0 : 1);
