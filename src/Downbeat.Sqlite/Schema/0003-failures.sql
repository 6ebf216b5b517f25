-- What did not succeed is looked for among all that did. Results that succeed at once, nearly all of them, cost nothing here.
CREATE INDEX downbeat_result_failed ON downbeat_result (state, seq) WHERE state IN ('FAILURE', 'RETRY', 'REVOKED');
